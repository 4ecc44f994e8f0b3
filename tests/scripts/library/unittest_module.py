import io, re, unittest
class Sums(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("class up")
    def setUp(self): self.items = [1, 2]
    def tearDown(self): print("down")
    def test_equal(self):
        self.assertEqual(sum(self.items), 3)
        self.assertIn(1, self.items)
        self.assertIsNone(None)
        with self.assertRaises(ValueError) as caught: int("x")
        self.assertIn("invalid", str(caught.exception))
        with self.assertRaisesRegex(KeyError, "mis+"): {}["miss"]
        self.assertRaises(ZeroDivisionError, lambda: 1 / 0)
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertCountEqual([1, 2], [2, 1])
    def test_fails(self): self.assertEqual(1, 2, "numbers")
    def test_raises(self):
        """Has words."""
        {}["x"]
    @unittest.skip("not now")
    def test_skipped(self): pass
for verbosity in (1, 2):
    out = io.StringIO()
    result = unittest.TextTestRunner(stream=out, verbosity=verbosity).run(unittest.defaultTestLoader.loadTestsFromTestCase(Sums))
    print(out.getvalue().split("=" * 70)[0], end="")
    print(re.sub(r"in [\d.]+s", "in Xs", "-" + out.getvalue().rsplit("-" * 70, 1)[1]), end="")
print(result, result.testsRun, len(result.failures), len(result.errors), result.skipped[0][1], result.wasSuccessful())
print(Sums("test_fails"), repr(Sums("test_fails")))
def shown(name, *given):
    try: getattr(Sums("test_fails"), name)(*given)
    except AssertionError as e: print(name, e)
for name, *given in [("assertEqual", 1, 2), ("assertTrue", 0), ("assertFalse", 1), ("assertIn", 1, []), ("assertIsNone", 3), ("assertIsInstance", 1, str), ("assertGreater", 1, 2), ("assertAlmostEqual", 1.0, 1.1), ("assertIs", 1, 2), ("assertNotEqual", 1, 1), ("fail", "no"), ("assertRaises", KeyError, int)]: shown(name, *given)
# expect: class up
# expect: down
# expect: down
# expect: down
# expect: .FEs
# expect: -
# expect: Ran 4 tests in Xs
# expect: 
# expect: FAILED (failures=1, errors=1, skipped=1)
# expect: class up
# expect: down
# expect: down
# expect: down
# expect: test_equal (__main__.Sums.test_equal) ... ok
# expect: test_fails (__main__.Sums.test_fails) ... FAIL
# expect: test_raises (__main__.Sums.test_raises)
# expect: Has words. ... ERROR
# expect: test_skipped (__main__.Sums.test_skipped) ... skipped 'not now'
# expect: 
# expect: -
# expect: Ran 4 tests in Xs
# expect: 
# expect: FAILED (failures=1, errors=1, skipped=1)
# expect: <unittest.runner.TextTestResult run=4 errors=1 failures=1> 4 1 1 not now False
# expect: test_fails (__main__.Sums.test_fails) <__main__.Sums testMethod=test_fails>
# expect: assertEqual 1 != 2
# expect: assertTrue 0 is not true
# expect: assertFalse 1 is not false
# expect: assertIn 1 not found in []
# expect: assertIsNone 3 is not None
# expect: assertIsInstance 1 is not an instance of <class 'str'>
# expect: assertGreater 1 not greater than 2
# expect: assertAlmostEqual 1.0 != 1.1 within 7 places (0.10000000000000009 difference)
# expect: assertIs 1 is not 2
# expect: assertNotEqual 1 == 1
# expect: fail no
# expect: assertRaises KeyError not raised by int
