package dev.finetuning.console.access;

/**
 * Who sends a request. It comes from a token; nothing that a request says changes it.
 *
 * @param who the name under which changes are recorded
 * @param tenant whose data may be seen
 * @param right what may be done
 */
public record Caller(String who, String tenant, Right right) {
    /** The only caller of a console without tokens. */
    public static final Caller LOCAL = new Caller("local user", "default", Right.APPROVE);
}
