"""Values that are not what they seem: "not known" as a word, number or date; one value written in two ways."""
