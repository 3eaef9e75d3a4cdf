/** A group between its caller and what does its work: checks, numbers, and the thread of its own. */
@NullMarked
package io.cohort.comm.internal.group;

import org.jspecify.annotations.NullMarked;
