/**
 * Uploaded files and typed examples enter, datasets with revisions, findings and previews of remedies leave.
 *
 * <p>A revision is a file in the tenant's folder that is never changed; what revisions there are is in the journal.
 *
 * <p>One package because a revision's file has one form: what writes it, reads, splits, changes and checks it knows that
 * form, and nobody else does.
 */
@NullMarked
package dev.finetuning.console.shelf;

import org.jspecify.annotations.NullMarked;
