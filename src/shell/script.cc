#include "shell/script.h"
