/**
 * What people order enters (train, promote, roll back, ask), runs, versions and evaluations of one tenant leave.
 *
 * <p>The JSON API and the screens call the same methods here. Each tenant has a {@link
 * dev.finetuning.console.work.Workspace} of its own, with its own streams in the journal and its own folder, so what
 * belongs to another tenant does not exist in it.
 *
 * <p>One package because a workspace makes all desks and nobody else can: their constructors, the labels they share and
 * the logs they write are package-private, so no route reaches past its tenant's workspace.
 */
@NullMarked
package dev.finetuning.console.work;

import org.jspecify.annotations.NullMarked;
