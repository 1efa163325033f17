"""What only people can say: the name of each field of a form, and the question it asks.

``field.<id>`` is the name and ``ask.<id>`` the question; the ids are those of
:data:`workbench.report.asked.FIELDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_MODEL_CARD: Mapping[str, tuple[str, str]] = {
    "details/developers": ("Developers", "Who made the system, and who offers it?"),
    "details/version": ("Version", "Which version is this, and what changed since the one before?"),
    "details/date": ("Date", "When was the system made or last changed?"),
    "details/type": ("Type", "What kind of model or rule decides, and how was it made?"),
    "details/parameters": ("Settings", "With which settings was it trained?"),
    "details/constraints": (
        "Limits on differences between groups",
        "Was it trained or adjusted to keep differences between groups small, and how?",
    ),
    "details/resources": ("Papers and other sources", "Where can one read more about it?"),
    "details/citation": ("Citation", "How should it be cited?"),
    "details/licence": ("Licence", "Under which licence may it be used?"),
    "details/contact": ("Contact", "Where do questions and complaints go?"),
    "intended_use/primary_uses": (
        "Intended purpose",
        "What is the system for: which decision, about whom, in which setting?",
    ),
    "intended_use/users": ("Intended users", "Who is meant to use it, and what must they know?"),
    "intended_use/out_of_scope": ("Uses that are not meant", "What must it not be used for?"),
    "factors/relevant": (
        "Groups and conditions that matter",
        "For which groups, tools or conditions could it work differently?",
    ),
    "factors/evaluated": ("Groups examined", "Which groups were compared, and which could not be?"),
    "factors/environment": (
        "Tools and surroundings",
        "With which tools, and in which surroundings, are its inputs recorded?",
    ),
    "metrics/measures": ("Figures", "Which figures is it judged by?"),
    "metrics/why": ("Why these figures", "Why do these figures suit the purpose?"),
    "metrics/thresholds": ("Threshold", "From which score on is a decision favourable, and who chose that?"),
    "metrics/variation": ("How sure", "How was it worked out how sure the figures are?"),
    "evaluation_data/datasets": ("Data of the test", "Which data was the system tested on?"),
    "evaluation_data/motivation": ("Why these data", "Why were these data chosen for the test?"),
    "evaluation_data/preparation": ("Preparation of the test data", "How were the data of the test prepared?"),
    "training_data/datasets": ("Data it learned from", "Which data did the system learn from?"),
    "analyses/unitary": ("One attribute at a time", "How do groups of one attribute fare?"),
    "analyses/intersectional": (
        "Several attributes at once",
        "How do people fare who belong to several groups at once?",
    ),
    "ethics/sensitive": ("Sensitive data", "Does the system use, or guess, data that need special protection?"),
    "ethics/life": ("What is at stake", "What does a wrong decision mean for the person it is about?"),
    "ethics/risks": ("Risks and harms", "Who could be harmed, how, and how likely is that?"),
    "ethics/mitigation": (
        "Steps against harm",
        "What was tried to make harm or differences smaller, and did it help?",
    ),
    "ethics/trade_offs": ("Trade-offs", "What was weighed against what, and what was given up?"),
    "caveats/caveats": ("Caveats", "What else should a reader know before relying on the figures?"),
    "caveats/recommendations": ("Recommendations", "What should those who use the system do, or leave?"),
}

_DATASHEET: Mapping[str, tuple[str, str]] = {
    "motivation/purpose": ("Why the data were made", "For which purpose were the data first collected?"),
    "motivation/creators": ("Who made the data", "Who collected the data, and for whom?"),
    "motivation/funding": ("Who paid", "Who paid for the collection?"),
    "composition/instances": ("What a row is", "What does one row stand for: a person, an application, a visit?"),
    "composition/count": ("Number of rows", "How many rows are there?"),
    "composition/sample": ("Sample or whole", "Are these all cases, or a sample, and how was it drawn?"),
    "composition/labels": ("Outcome", "Which column says what happened, and what does it mean?"),
    "composition/missing": ("Missing values", "Which values are missing, and why?"),
    "composition/relationships": ("Rows that belong together", "Do rows belong together: one person, one household?"),
    "composition/splits": ("Parts of the data", "Into which parts are the data divided, and why?"),
    "composition/errors": ("Errors and repetitions", "Which errors, noise or repeated rows are known?"),
    "composition/external": ("Other sources", "Do the data depend on other sources, and will those stay?"),
    "composition/confidential": ("Confidential content", "Do the data hold anything confidential?"),
    "composition/offensive": ("Offensive content", "Do the data hold anything that could hurt when read?"),
    "composition/populations": ("Groups of people", "Which groups of people are in the data, and how many of each?"),
    "composition/identifiability": ("Who can be recognised", "Can a person be recognised, alone or with other data?"),
    "collection/how": (
        "How the data were obtained",
        "How was each value obtained: measured, told, or inferred from others?",
    ),
    "collection/instruments": ("By which means", "By which tools or procedures, and how were those checked?"),
    "collection/who": ("Who collected", "Who did the collecting, and how were they paid?"),
    "collection/when": ("Period and region", "Over which period, and for which region, were the data collected?"),
    "collection/review": ("Ethical review", "Did anybody review the ethics of the collection, and with what result?"),
    "collection/consent": ("Notice and consent", "Were the people told, and did they agree?"),
    "collection/revocation": ("Taking back consent", "How can a person take back their consent?"),
    "collection/impact": (
        "Consequences for the people",
        "Was it examined what the collection may do to the people in it?",
    ),
    "preprocessing/done": ("Cleaning and labelling", "How were the data cleaned, labelled or changed?"),
    "preprocessing/raw": ("Raw data", "Were the raw data kept, and where?"),
    "preprocessing/software": ("Programs", "Which programs did it?"),
    "uses/done": ("Uses so far", "What have the data been used for?"),
    "uses/other": ("Other uses", "What else could they be used for?"),
    "uses/risks": ("Risks of use", "Could their make-up harm some group, and what can be done about that?"),
    "uses/not_for": ("Uses to avoid", "What should the data not be used for?"),
    "distribution/how": ("To whom and how", "Who gets the data, how, and from when on?"),
    "distribution/licence": ("Terms of use", "Under which terms may they be used, and do others hold rights in them?"),
    "maintenance/owner": ("Who keeps the data", "Who keeps the data, and how can they be reached?"),
    "maintenance/updates": ("Corrections and updates", "How are errors corrected, and how often are the data updated?"),
    "maintenance/retention": (
        "How long data are kept",
        "How long are data on a person kept, and how are they deleted?",
    ),
    "maintenance/contributions": ("Contributions", "Can others add to the data, and who checks that?"),
}

_ACT: Mapping[str, tuple[str, str]] = {
    "annex_iv/role": ("Role", "Is this written for the provider or for the deployer of the system?"),
    "annex_iv/risk_class": ("Risk class", "Which risk class does the system belong to, and why?"),
    "annex_iv/1/b": ("Other systems", "Which other hardware, software or AI does it work together with?"),
    "annex_iv/1/c": ("Versions and updates", "Which software versions does it need, and how is it updated?"),
    "annex_iv/1/d": ("Forms", "In which forms is it offered: a package, a download, an interface?"),
    "annex_iv/1/e": ("Hardware", "Which hardware is it meant to run on?"),
    "annex_iv/1/f": ("Pictures", "If it is part of a product: what does that look like, and how is it marked?"),
    "annex_iv/1/g": ("What users see", "What do those who use it see of it?"),
    "annex_iv/1/h": ("Instructions", "Where are the instructions for those who use it?"),
    "annex_iv/2/a": ("Parts made by others", "Which parts were trained or made by others, and how were they changed?"),
    "annex_iv/2/b": ("Choices", "Which design choices were made, why, and what was assumed about people or groups?"),
    "annex_iv/2/output": ("Output", "What does the system put out, and how good should that be?"),
    "annex_iv/2/c": (
        "Architecture and computing",
        "How do the parts fit together, and how much computing did it take?",
    ),
    "annex_iv/2/e": ("Human oversight", "Who can understand, question and stop the system, and how was that assessed?"),
    "annex_iv/2/interpretation": ("Reading the output", "What helps people to read its output rightly?"),
    "annex_iv/2/f": (
        "Changes decided in advance",
        "Which changes were decided in advance, and what keeps it working after them?",
    ),
    "annex_iv/2/robustness": (
        "Robustness",
        "How does it do on unusual, faulty or changed inputs, and when times change?",
    ),
    "annex_iv/2/h": ("Security", "How is it protected against attacks and misuse?"),
    "annex_iv/3/limits": ("What it can and cannot do", "What can it do, and what can it not?"),
    "annex_iv/3/inputs": ("Inputs", "Which inputs does it need, of which kind and quality?"),
    "annex_iv/5": ("Risk management", "How are risks found, weighed and followed up?"),
    "annex_iv/6": ("Changes so far", "What was changed over its life?"),
    "annex_iv/7": ("Standards", "Which standards were followed, in full or in part, or what was done instead?"),
    "annex_iv/8": ("Declaration", "Where is a copy of the declaration of conformity?"),
    "article_10/assumptions": ("What the data stand for", "What are the data taken to measure, and is that so?"),
    "article_10/suitability": (
        "Enough, and the right ones",
        "Are the data available, enough, and suited to the purpose?",
    ),
    "article_10/feedback": (
        "Outputs that become inputs",
        "Do decisions shape the data that later versions learn from?",
    ),
    "article_10/gaps": ("Gaps", "What is lacking in the data, and what will be done about it?"),
    "article_10/representative": ("Whom the data stand for", "Do the data represent those the system decides about?"),
    "article_10/setting": ("Place and setting", "Do the data fit the place, the people and the setting of use?"),
    "article_10/special": (
        "Specially protected data",
        "If specially protected data were used to look for bias: why no others would do, who had access, "
        "and when are they deleted?",
    ),
    "article_13/lifetime": ("Life and upkeep", "How long is it meant to be used, and what upkeep does it need?"),
    "article_13/logs": ("Logs", "What does the system record, and how are the records kept and read?"),
    "people/contest": ("How to object", "How can a person ask for a human, correct their data, or object?"),
    "people/notice": ("What people are told", "What are people told before and after a decision?"),
    "monitoring/plan": (
        "Monitoring plan",
        "Who watches the system in use, by which figures, how often, and what happens then?",
    ),
    "monitoring/next_audit": ("Next audit", "When is the next audit due?"),
}

_NEW_YORK: Mapping[str, tuple[str, str]] = {
    "auditor": ("Independent auditor", "Which independent auditor made this audit?"),
    "tool": ("Tool and position", "Which tool was audited, and for which position?"),
    "audit_date": ("Date of the audit", "When was the most recent audit?"),
    "distribution_date": ("Date of first use", "On which day was the tool first used (its distribution date)?"),
    "data_source": ("Source of the data", "Where do the data come from?"),
    "data_explanation": (
        "Explanation of the data",
        "What are the data, and why are they limited in time or region?",
    ),
    "data_kind": ("Kind of data", "Are they historical, pooled with other employers, or test data?"),
    "data_justification": (
        "Why pooled or test data",
        "If pooled or test data were used: why, and how were test data made?",
    ),
    "demographics": ("How categories were learned", "How did people state their sex and their race or ethnicity?"),
    "small_justification": (
        "Why small categories are left out",
        "If small categories are left out of the impact ratios: why?",
    ),
    "posted": ("Where it is posted", "Where is the summary posted, and how is the link to it labelled?"),
    "notice": ("Notice to candidates", "How and when are candidates told that the tool is used, and what it assesses?"),
    "alternative": ("Another way", "How can a candidate ask for another way, or for an accommodation?"),
    "retention": ("Data policy", "Which data are kept, from which source, and how long?"),
}

_LETTER: Mapping[str, tuple[str, str]] = {
    "addressee": ("To", "By which name does the letter greet the person, if by any?"),
    "reference": ("Reference", "Under which reference is the case filed, if under any?"),
    "sender": ("From", "Who signs the letter, if not who answers for the decision?"),
    "role": (
        "What it was used for",
        "For which step of the decision was the system used, and how much did its answer count?",
    ),
    "other_reasons": (
        "Other reasons",
        "Did a fixed rule, or a person’s own judgement, lead to this decision too, and which?",
    ),
    "human_check": ("What people checked", "What did a person check before the decision was made, and who was that?"),
    "data_source": ("Where the data come from", "Where do the data on this person come from?"),
    "correct": ("If your data are wrong", "How can the person have wrong data corrected?"),
    "contest": ("If you do not agree", "How can the person object, and ask for a human to look again?"),
    "complain": ("If you want to complain", "To which authority can the person complain?"),
    "deadline": ("By when", "By when must the person do that?"),
    "contact": ("Whom to ask", "Whom can the person ask, and how are they reached?"),
}

_ALL: Mapping[str, tuple[str, str]] = {
    **{f"model_card/{id}": said for id, said in _MODEL_CARD.items()},
    **{f"datasheet/{id}": said for id, said in _DATASHEET.items()},
    **_ACT,
    **{f"nyc_ll144/{id}": said for id, said in _NEW_YORK.items()},
    **{f"letter/{id}": said for id, said in _LETTER.items()},
}

MESSAGES: Mapping[str, str] = {
    **{f"field.{id}": name for id, (name, _) in _ALL.items()},
    **{f"ask.{id}": question for id, (_, question) in _ALL.items()},
}
