"""How pages look and how forms behave: the design system (docs/design-system.md).

In here: form renderer, form fields, the step forms of services, template tags, CSS and JavaScript,
security headers, the style guide under /ui/. What comes in: declarations of forms, stored answers.
What goes out: accessible HTML, cleaned values, sentences. Not in here: models, rules, cases, people.
"""
