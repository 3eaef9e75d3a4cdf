/** Models: what a network must offer, and those that come with Cohort. */
@NullMarked
package io.cohort.torch.model;

import org.jspecify.annotations.NullMarked;
