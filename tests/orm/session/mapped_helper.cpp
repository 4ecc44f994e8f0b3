#include "tests/orm/session/mapped_helper.h"

int orm_test::DictObject::alive = 0;
