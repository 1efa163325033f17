"""What every page has to keep, whoever shows it."""

# Of what passes, one place is told for each rule: to list them all takes as long as to look for barriers.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Elements with text of their own that is cut off, but for what scrolls.
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(one =>
             getComputedStyle(one).overflow !== 'visible' && !one.closest('.scroll') &&
             (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
           ).map(one => one.outerHTML.slice(0, 80))"""
