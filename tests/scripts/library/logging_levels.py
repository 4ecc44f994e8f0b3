import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(levelname)s:%(name)s:%(message)s')
log = logging.getLogger('app'); log.debug('no'); log.info('hello %s %d', 'x', 5); log.warning('w'); log.error('e'); logging.critical('root'); log.setLevel(logging.DEBUG); log.debug('now'); print(log.level, log.name, log.isEnabledFor(10), logging.getLevelName(30), logging.getLevelName('INFO'), log.getEffectiveLevel(), logging.getLogger('app') is log, logging.getLogger('app.sub').parent is log, logging.getLogger().name)
try: 1 / 0
except ZeroDivisionError: log.exception('failed') if False else log.error('failed', exc_info=False)
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('[%(levelname)-8s] %(message)s')); sub = logging.getLogger('sub'); sub.addHandler(h); sub.propagate = False; sub.warning('formatted'); sub.removeHandler(h); print(sub.handlers, log.handlers, sub.hasHandlers()); log.log(25, 'custom'); logging.addLevelName(25, 'NOTICE'); log.log(25, 'named'); logging.disable(logging.CRITICAL); log.error('off'); logging.disable(logging.NOTSET)
class F(logging.Filter):
    def filter(self, r): return 'keep' in r.getMessage()
log.addFilter(F()); log.info('drop'); log.info('keep me'); log.info('keep %(a)s', {'a': 1}); log.warning('keep %r %r', 1, 'b')
# expect: INFO:app:hello x 5
# expect: WARNING:app:w
# expect: ERROR:app:e
# expect: CRITICAL:root:root
# expect: DEBUG:app:now
# expect: 10 app True WARNING 20 10 True True root
# expect: ERROR:app:failed
# expect: [WARNING ] formatted
# expect: [] [] False
# expect: Level 25:app:custom
# expect: NOTICE:app:named
# expect: INFO:app:keep me
# expect: INFO:app:keep 1
# expect: WARNING:app:keep 1 'b'
