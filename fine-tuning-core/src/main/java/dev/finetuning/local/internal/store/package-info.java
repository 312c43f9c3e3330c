/** Uploaded files, jobs and models enter and are kept in a folder that several processes may share; what is kept there
 * leaves. */
@NullMarked
package dev.finetuning.local.internal.store;

import org.jspecify.annotations.NullMarked;
