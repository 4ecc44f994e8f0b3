import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(levelname)s %(name)s %(message)s')
log = logging.getLogger('a.b')
log.info('hello %s', 'x'); log.debug('no')
print(log.getEffectiveLevel(), log.isEnabledFor(logging.INFO), log)
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('hey', DeprecationWarning)
    print(len(w), w[0].message)
# expect: INFO a.b hello x
# expect: 20 True <Logger a.b (INFO)>
# expect: 1 hey
