for src in ('assert False', "assert 0, 'msg'", "assert [], ('a', 1)", 'assert 1 == 2, 5', 'assert True, 1/0', "assert None, None", 'assert 1, "never"'):
    try: exec(src); print(src, 'ok')
    except AssertionError as e: print(src, repr(e), str(e))
# expect: assert False AssertionError() 
# expect: assert 0, 'msg' AssertionError('msg') msg
# expect: assert [], ('a', 1) AssertionError(('a', 1)) ('a', 1)
# expect: assert 1 == 2, 5 AssertionError(5) 5
# expect: assert True, 1/0 ok
# expect: assert None, None AssertionError(None) None
# expect: assert 1, "never" ok
