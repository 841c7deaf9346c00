"""Figures kept ready: the same SELECTs asked of single persons and organisations, added up in the writing transaction.

Every figure that is kept is a sum over persons, or over organisations, of what the figure's own SELECT says of each
of them alone. Whoever a transaction touches is asked before and after, and the difference is added to the numbers.
"""
