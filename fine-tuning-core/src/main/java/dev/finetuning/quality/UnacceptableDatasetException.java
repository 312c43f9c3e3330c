package dev.finetuning.quality;

import dev.finetuning.FineTuningException;

/** A dataset has findings that forbid training on it. Mend the data, or relax the checks. */
public final class UnacceptableDatasetException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient QualityReport report;

    /** With the report that forbids it. */
    public UnacceptableDatasetException(QualityReport report) {
        super("the dataset is not fit for training; " + report.summary());
        this.report = report;
    }

    /** Every finding. */
    public QualityReport report() {
        return report;
    }
}
