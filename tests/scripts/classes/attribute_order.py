class P: pass
first = P()
first.a = 1; first.b = 2; first.c = 3
second = P()
second.c = 1; second.a = 2
print(list(vars(second)))
third = P()
third.a = 1; third.b = 2; third.c = 3
del third.a
third.a = 4
print(vars(third))
fourth = P()
fourth.a = 1; fourth.c = 3
del fourth.c
fourth.b = 2; fourth.c = 5
print(vars(fourth))
fifth = P()
fifth.b = 1; fifth.a = 2
del fifth.b, fifth.a
fifth.a = 3; fifth.b = 4
print(vars(fifth))
fifth.a = 5
print(vars(fifth), vars(first))
# expect: ['c', 'a']
# expect: {'b': 2, 'c': 3, 'a': 4}
# expect: {'a': 1, 'b': 2, 'c': 5}
# expect: {'a': 3, 'b': 4}
# expect: {'a': 5, 'b': 4} {'a': 1, 'b': 2, 'c': 3}
