"""The code of the lessons: models, losses, gradients and training loops.

One module a lesson. Importing a module runs nothing and prints nothing.
"""
