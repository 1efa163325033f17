"""What the role picker says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "roles.title": "What the columns are for",
    "roles.target.none": "No column is the outcome yet.",
    "roles.target.binary": "The outcome is {target}, and {favourable} is good for the person.",
    "roles.target.unsaid": "The outcome is {target}; which of its values is good for the person is still to be said.",
    "roles.target.multiclass": "The outcome is {target}, one of {n} classes.",
    "roles.target.multiclass_favourable": (
        "The outcome is {target}, one of {n} classes, of which {favourable} is good for the person."
    ),
    "roles.target.regression": "The outcome is {target}, an amount.",
    "roles.groups.none": "No groups are compared yet.",
    "roles.groups": "Groups are compared by {attributes}.",
    "roles.and": "{first} and {last}",
    "roles.decided": "Outcome: {target}",
    "roles.favourable": "Which value is good for the person?",
    "roles.favourable.help": "It decides the direction of every comparison.",
    "roles.favourable.class": "Which class is good for the person?",
    "roles.favourable.class.none": "none",
    "roles.task": "What is predicted?",
    "roles.task.multiclass": "one of several classes",
    "roles.task.regression": "an amount",
    "roles.compared": "Groups by {attribute}",
    "roles.bands": "New bands begin at",
    "roles.bands.help": "Numbers that rise. Empty: each value is a group.",
    "roles.sizes": "Rows: {groups}",
    "roles.sizes.more": "Rows: {groups}, and {n} more groups",
    "roles.noticed": "What to look at first",
    "roles.noticed.more": "More to look at ({n})",
    "roles.noticed.rest": "{n} more are not listed here.",
    "roles.noticed.nothing": "Nothing speaks against these roles in the {n:,} rows that were looked at.",
    "roles.warning.favourable": (
        "Nobody has said which value of {target} is good for the person. It decides the direction of every "
        "comparison: choose it above."
    ),
    "roles.warning.perhaps": "The outcome may be {columns}. Choose it below, or leave it where nothing is predicted.",
    "roles.warning.one": (
        "All rows are of one group of {attribute}: nothing can be compared. Bring rows of another group, or choose "
        "another role for it."
    ),
    "roles.warning.one_band": (
        "All rows are of one group of {attribute}: nothing can be compared. Let bands begin at numbers between its "
        "smallest and its largest, or choose another role for it."
    ),
    "roles.warning.small": (
        "{n} of {all} groups of {attribute} have fewer than {few} rows. Hardly any difference can be told from chance "
        "there: join groups where that makes sense."
    ),
    "roles.looking": "Looking for columns that give the outcome or a group away",
    "roles.columns": "Columns",
    "roles.caption": "Columns with a guessed role come first. Guesses are made from names and values.",
    "roles.column": "Column",
    "roles.holds": "Holds",
    "roles.values": "Values",
    "roles.role": "Role",
    "roles.role.of": "Role of {column}",
    "roles.why": "Why it seems so",
    "roles.likely": "Likely {role}: {reason}",
    "roles.perhaps": "Perhaps {role}: {reason}",
    "roles.find": "Find a column",
    "roles.find.none": "No column is called like that.",
    "roles.problem.bands": "{given} is not a number.\nWrite numbers that rise, with commas between them: {example}.",
    "roles.problem.groups": (
        "Column {column} has {n:,} different values, too many groups to compare; {most:,} is the most.\n"
        "Join values into larger groups first, or choose another role."
    ),
}
"""Every sentence of the widget, by id."""
