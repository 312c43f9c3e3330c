package dev.finetuning;

/**
 * Something has to see all examples one after another, and the data lies on several machines. Nothing was read.
 * Prepare the data on one machine, or follow the {@linkplain #remedy() remedy}.
 */
public final class OrderNeededException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;

    /** An exception that names what needs the order and says what to do. */
    public OrderNeededException(String what, String remedy) {
        super(what + " needs to see all examples one after another, which are on several machines. " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** What needs the order. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
