package dev.finetuning.quality;

import dev.finetuning.FineTuningException;

/** A dataset has errors that rule out training on it. Fix the data or relax the checks. */
public final class UnacceptableDatasetException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient QualityReport report;

    /** An exception with the report. */
    public UnacceptableDatasetException(QualityReport report) {
        super("the dataset is not fit for training; " + report.summary());
        this.report = report;
    }

    /** The report with all findings. */
    public QualityReport report() {
        return report;
    }
}
