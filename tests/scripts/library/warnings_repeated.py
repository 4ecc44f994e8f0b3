# A warning is shown once for a line of the text that it stands in.
import sys
import warnings

def shown(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message)

warnings.showwarning = shown
for i in range(3):
    warnings.warn("in a loop")
warnings.warn("in a loop")
warnings.warn("in a loop", DeprecationWarning)

def complain():
    warnings.warn("from a function")

complain()
complain()
with warnings.catch_warnings():
    complain()
complain()
warnings.simplefilter("once")
complain()
warnings.warn("from a function")
warnings.simplefilter("always")
complain()
complain()

# expect: UserWarning in a loop
# expect: UserWarning in a loop
# expect: DeprecationWarning in a loop
# expect: UserWarning from a function
# expect: UserWarning from a function
# expect: UserWarning from a function
# expect: UserWarning from a function
# expect: UserWarning from a function
# expect: UserWarning from a function
