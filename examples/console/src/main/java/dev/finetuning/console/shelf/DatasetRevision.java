package dev.finetuning.console.shelf;

import java.time.Instant;

/**
 * One state of a dataset.
 *
 * @param number counted from 1
 * @param file the name of its file in the tenant's folder, made by the console
 * @param contents what is in it
 * @param by who made it
 * @param why what was done
 * @param at when
 */
public record DatasetRevision(int number, String file, RevisionContents contents, String by, String why, Instant at) {}
