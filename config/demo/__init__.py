"""The demo city: Legionowo's real institutions and rules, with families that do not exist.

`city.build_demo_city` puts it together; each module beside it makes one noun. What is real and
what is made up is told in `data/README.md`.
"""
