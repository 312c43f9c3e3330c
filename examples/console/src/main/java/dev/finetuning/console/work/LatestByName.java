package dev.finetuning.console.work;

import dev.finetuning.console.input.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * What a log says of each name by now, in the order in which the names came up. Reads what is new in the log whenever
 * it is asked. Thread-safe.
 *
 * @param <T> what is known of a name
 */
final class LatestByName<T> {
    private final TextLog log;
    private final String field;
    private final String what;
    private final BiFunction<Optional<T>, TextLog.Entry, Optional<T>> step;
    private final Map<String, T> latest = new LinkedHashMap<>();
    private final LongSupplier sizeNow;
    private long read;
    private volatile Known<T> known = new Known<>(0, Map.of());

    /**
     * Reads a log from its beginning.
     *
     * @param log the log
     * @param field the field of each entry that is the name
     * @param what what has the names, for refusals
     * @param step what is known of a name after an entry, from what was known before it
     */
    LatestByName(TextLog log, String field, String what, BiFunction<Optional<T>, TextLog.Entry, Optional<T>> step) {
        this.log = log;
        this.field = field;
        this.what = what;
        this.step = step;
        this.sizeNow = log.size();
    }

    /** What a log of so many entries says. */
    private record Known<T>(long size, Map<String, T> latest) {}

    /** Everything by its name. Where the log says nothing new, nobody waits for anybody. */
    Map<String, T> all() {
        Known<T> now = known;
        return (now.size() == sizeNow.getAsLong() ? now : readOn()).latest();
    }

    private synchronized Known<T> readOn() {
        read = log.read(read, entry -> {
            String name = entry.fields().require(field);
            step.apply(Optional.ofNullable(latest.get(name)), entry).ifPresent(after -> latest.put(name, after));
        });
        Known<T> now = new Known<>(read, Collections.unmodifiableMap(new LinkedHashMap<>(latest)));
        known = now;
        return now;
    }

    /** Everything, the newest name first. */
    List<T> newestFirst() {
        List<T> newest = new ArrayList<>(all().values());
        Collections.reverse(newest);
        return newest;
    }

    /**
     * What is known of a name.
     *
     * @throws RefusedException if that is nothing
     */
    T get(String name) {
        return Optional.ofNullable(all().get(name)).orElseThrow(() -> RefusedException.notFound(what));
    }
}
