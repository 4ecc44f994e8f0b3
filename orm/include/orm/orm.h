// Mapped structs, their session and the engine: what a program of objects needs.
//
// It is small on purpose, since every file of such a program compiles it. What else there is comes
// with a header of its own: <orm/core.h> (tables, expressions and statements without structs, and
// INSERT, UPDATE and DELETE), <orm/listen.h> (events), <orm/query.h>.
#pragma once

#include <orm/engine.h>
#include <orm/error.h>
#include <orm/result.h>
#include <orm/session.h>
#include <orm/typed.h>
