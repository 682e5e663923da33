#include "check/subject.h"
