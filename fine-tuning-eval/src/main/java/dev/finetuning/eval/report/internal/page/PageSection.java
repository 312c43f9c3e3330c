package dev.finetuning.eval.report.internal.page;

/** A part of the page under a heading. */
public interface PageSection {
    /** The heading's anchor. */
    String id();

    /** The heading. */
    String title();

    /** Writes what stands under the heading. */
    void write(Markup out);
}
