"""Papers (文书): Typst templates set with a matter's data into PDF/A-2b, and bound into a folder.

`typesetting.render` sets one paper, `binding.bind` joins papers and uploads into one archive
folder, `templates.Template` is a numbered template in the edition that a district uses,
`word.fill` gives the editable Word file of one, `archival.faults` checks a PDF against PDF/A-2b,
`capitals.capitals` writes a sum in 大写.
Nothing here knows Django or a room; folders of templates and fonts are arguments.
"""
