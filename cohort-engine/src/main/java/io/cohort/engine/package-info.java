/** Where workers run: gangs, tasks and services on threads or processes. */
@NullMarked
package io.cohort.engine;

import org.jspecify.annotations.NullMarked;
