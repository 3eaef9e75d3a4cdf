/** What happens in a run, as a stream of small facts. */
@NullMarked
package io.cohort.core.event;

import org.jspecify.annotations.NullMarked;
