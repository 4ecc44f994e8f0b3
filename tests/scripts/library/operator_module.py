import operator as op
print(op.add(1, 2), op.itemgetter(1)([5, 6]), op.itemgetter('a', 'b')({'a': 1, 'b': 2}), op.attrgetter('real')(5), op.attrgetter('__class__.__name__')('x'), op.methodcaller('upper')('a'), op.methodcaller('split', ',')('a,b'), op.mul(3, 4), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.neg(1), op.not_(0), op.eq(1, 1), op.lt(1, 2), op.contains([1], 1), op.getitem([1, 2], 1), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.concat([1], [2]), op.is_(None, None), op.truth([]), op.index(5), op.pow(2, 3), op.sub(3, 1), op.ne(1, 2), op.ge(2, 1), op.gt(1, 2), op.le(1, 1), op.invert(0), op.abs(-1), op.countOf([1, 1], 1), op.indexOf([1, 2], 2))
print(sorted([('b', 1), ('a', 2)], key=op.itemgetter(0)), sorted([3, 1], key=op.neg)); l = [1]; op.setitem(l, 0, 9); op.iadd(l, [2]); print(l); op.delitem(l, 0); print(l)
# expect: 3 6 (1, 2) 5 str A ['a', 'b'] 12 0.5 3 1 -1 True True True True 2 2 7 5 [1, 2] True False 5 8 2 True True False True -1 1 2 1
# expect: [('a', 2), ('b', 1)] [3, 1]
# expect: [9, 2]
# expect: [2]
