"""Charts for a notebook: a plotly figure of the same drawing, in the same colours, with numbers under the pointer."""
