package dev.finetuning.registry;

import dev.finetuning.registry.version.SemanticVersion;
import java.util.Collection;

/** The registry has no such model or version. */
public final class UnknownVersionException extends RegistryException {
    private static final long serialVersionUID = 1L;
    private static final int LISTED = 10;

    private final String wanted;

    private UnknownVersionException(String wanted, String message) {
        super(message);
        this.wanted = wanted;
    }

    static UnknownVersionException model(String name, Collection<String> known) {
        return new UnknownVersionException(name, "no model \"" + name + "\" is registered; there are " + list(known));
    }

    static UnknownVersionException version(String id, Collection<SemanticVersion> known) {
        return new UnknownVersionException(id, "no version " + id + " is registered; there are " + list(known));
    }

    private static String list(Collection<?> known) {
        String some = String.join(
                ", ", known.stream().limit(LISTED).map(String::valueOf).toList());
        return known.isEmpty() ? "none" : known.size() > LISTED ? some + " and more" : some;
    }

    /** The name or id that was looked up. */
    public String wanted() {
        return wanted;
    }
}
