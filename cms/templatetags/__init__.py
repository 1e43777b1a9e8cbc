"""Template tags of the site's pages: `{% load cms %}` gives navigation and footer to every room."""
