"""What the law says, and since when.

The articles that the house keeps, and the dated terms from which rules take their numbers.
"""
