// The whole library: Core, the session and the typed layer.
#pragma once

#include <orm/core.h>
#include <orm/listen.h>
#include <orm/session.h>
#include <orm/typed.h>
