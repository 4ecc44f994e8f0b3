// engine_from_config(): the engine that a configuration file describes.
#include "runner/bind/context.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

namespace {

// All values of an .ini file are text.
const char* const kConfigText = R"py(from sqlalchemy import create_engine


def _boolean(value):
    text = value.strip().lower()
    if text in ('true', 'yes', 'on', 'y', 't', '1'):
        return True
    if text in ('false', 'no', 'off', 'n', 'f', '0'):
        return False
    raise ValueError('String is not true/false: %r' % text)


def _boolean_or_debug(value):
    return value if value == 'debug' else _boolean(value)


_TYPES = {
    'pool_timeout': int, 'pool_recycle': int, 'pool_size': int, 'max_overflow': int,
    'pool_pre_ping': _boolean, 'pool_use_lifo': _boolean, 'future': _boolean,
    'echo': _boolean_or_debug, 'echo_pool': _boolean_or_debug,
    'query_cache_size': int, 'hide_parameters': _boolean,
}


def engine_from_config(configuration, prefix='sqlalchemy.', **kwargs):
    options = {}
    for key in configuration:
        if key.startswith(prefix):
            name, value = key[len(prefix):], configuration[key]
            options[name] = _TYPES[name](value) if name in _TYPES and isinstance(value, str) else value
    options.update(kwargs)
    url = options.pop('url')
    return create_engine(url, **options)
)py";

}  // namespace

void add_engine_config_module(interp::Interpreter& interp) {
  interp.modules().add(
      kEngineConfigModule, [](interp::ModuleBuilder&) {}, kConfigText);
}

}  // namespace lessonrun::bind
