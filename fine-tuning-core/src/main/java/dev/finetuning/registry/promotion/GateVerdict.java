package dev.finetuning.registry.promotion;

/**
 * The verdict of one gate.
 *
 * @param gate the gate's description of itself: {@code "accuracy >= 0.8"}
 * @param passed whether the version passes
 * @param evidence the values it judged by, for people
 */
public record GateVerdict(String gate, boolean passed, String evidence) {
    /** A verdict that passes the version. */
    public static GateVerdict pass(String gate, String evidence) {
        return new GateVerdict(gate, true, evidence);
    }

    /** A verdict that refuses the version. */
    public static GateVerdict fail(String gate, String evidence) {
        return new GateVerdict(gate, false, evidence);
    }

    static GateVerdict of(String gate, boolean passed, String evidence) {
        return new GateVerdict(gate, passed, evidence);
    }
}
