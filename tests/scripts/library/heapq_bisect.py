import heapq, bisect
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0); print(h, heapq.heappop(h), heapq.heappushpop(h, 3), heapq.heapreplace(h, 9), h, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, 'cab', key=ord), list(heapq.merge([1, 4], [2, 3])))
try: heapq.heappop([])
except IndexError as e: print(e)
a = [1, 2, 2, 3]; print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 9)); bisect.insort(a, 2.5); print(a, bisect.bisect_left(['a', 'bb'], 1, key=len))
# expect: [4, 5, 9] 0 1 3 [4, 5, 9] [5, 3] ['a', 'b'] [1, 2, 3, 4]
# expect: index out of range
# expect: 3 1 4
# expect: [1, 2, 2, 2.5, 3] 0
