"""Components: plain values in, escaped HTML out. ``templatetags.ui`` offers the same functions inside templates.

They are Python and not templates because a dashboard shows some two hundred of them and has six milliseconds for all.
"""
