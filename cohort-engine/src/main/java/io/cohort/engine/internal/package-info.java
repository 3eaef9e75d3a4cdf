/** How engines do it: the coordinator, the control connection between launcher and workers, and the processes. Not for users. */
@NullMarked
package io.cohort.engine.internal;

import org.jspecify.annotations.NullMarked;
