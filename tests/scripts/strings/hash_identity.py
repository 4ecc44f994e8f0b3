print(hash('abc') == hash('a' + 'bc'), {'a': 1}.get('b'), ''.__class__, 'x'.__len__(), 'ab'.__contains__('a'), 'a'.__add__('b'), 'a'.__eq__(1), 'b'.__mul__(2), 'a'.__repr__(), 'abc'.__getitem__(1))
# expect: True None <class 'str'> 1 True ab NotImplemented bb 'a' b
