print('a' < 'b', 'a' < 'B', 'Z' < 'a', '' < 'a', 'abc' < 'abd', 'é' > 'z', '𝄞' > '\uffff', 'ab' in 'cab', '' in '', 'é' in 'aé', 'a' != 'a')
for f in (lambda: 'a' < 1, lambda: 1 in 'a', lambda: 'a' >= None, lambda: None in 'x'):
    try: f()
    except TypeError as e: print(e)
print('a' == 1, 'a' != b'a', sorted(['b', 'A', 'é', 'a', 'Z']), max('hello'), min('hello'))
# expect: True False True True True True True True True True False
# expect: '<' not supported between instances of 'str' and 'int'
# expect: 'in <string>' requires string as left operand, not int
# expect: '>=' not supported between instances of 'str' and 'NoneType'
# expect: 'in <string>' requires string as left operand, not NoneType
# expect: False True ['A', 'Z', 'a', 'b', 'é'] o e
