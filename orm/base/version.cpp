#include "orm/version.h"
