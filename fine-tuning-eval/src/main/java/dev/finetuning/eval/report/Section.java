package dev.finetuning.eval.report;

/** A part of the page under a heading. */
interface Section {
    /** The heading's anchor. */
    String id();

    /** The heading. */
    String title();

    /** Writes what stands under the heading. */
    void write(Markup out);
}
