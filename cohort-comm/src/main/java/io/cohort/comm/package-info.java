/** Moving tensors between workers: process groups, rendezvous, liveness. */
@NullMarked
package io.cohort.comm;

import org.jspecify.annotations.NullMarked;
