// The version of the orm library.
#pragma once

#define ORM_VERSION_STRING "0.1.0"
