package dev.finetuning.openweights;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A setting: its name, what it may be, and what it is where nobody says. */
final class LoraSetting {
    private static final Map<String, LoraSetting> ALL = new LinkedHashMap<>();

    static final LoraSetting LORA_RANK = whole("lora_rank", 1, 1024, 16);
    static final LoraSetting LORA_ALPHA = whole("lora_alpha", 1, 4096, 32);
    static final LoraSetting LORA_DROPOUT = number("lora_dropout", 0, 0.9, Optional.of(0.0));
    static final LoraSetting LORA_TARGET_MODULES = of(
            "lora_target_modules",
            "\"all-linear\" or a list of names",
            value -> Optional.of(value).filter(LoraSetting::isModules),
            Optional.of("all-linear"));
    static final LoraSetting RANK_STABILISED = flag("rank_stabilised");
    static final LoraSetting PRECISION = word("precision", words(LoraSettings.Precision.values()), "auto");
    static final LoraSetting LEARNING_RATE = number("learning_rate", 1e-9, 1, Optional.empty());
    static final LoraSetting SCHEDULER = word(
            "scheduler",
            Arrays.stream(LoraSettings.Schedule.values())
                    .map(LoraSettings.Schedule::word)
                    .toList(),
            "cosine");
    static final LoraSetting WARMUP_RATIO = number("warmup_ratio", 0, 0.9, Optional.of(0.1));
    static final LoraSetting GRADIENT_ACCUMULATION = whole("gradient_accumulation", 1, 4096, 1);
    static final LoraSetting MAX_LENGTH = whole("max_length", 16, 1 << 20, 1024);
    static final LoraSetting CHECKPOINT_STEPS = whole("checkpoint_steps", 0, 1 << 30, 0);
    static final LoraSetting GRADIENT_CHECKPOINTING = flag("gradient_checkpointing");

    private final String name;
    private final String range;
    private final Function<Object, Optional<Object>> reading;
    private final Optional<Object> otherwise;

    private LoraSetting(
            String name, String range, Function<Object, Optional<Object>> reading, Optional<Object> otherwise) {
        this.name = name;
        this.range = range;
        this.reading = reading;
        this.otherwise = otherwise;
    }

    /** Every setting by its name. */
    static Map<String, LoraSetting> all() {
        return Collections.unmodifiableMap(ALL);
    }

    String name() {
        return name;
    }

    /** What it may be, in words. */
    String range() {
        return range;
    }

    /** What it is where nobody says; empty where that depends on the method. */
    Optional<Object> otherwise() {
        return otherwise;
    }

    private static LoraSetting of(
            String name, String range, Function<Object, Optional<Object>> reading, Optional<Object> otherwise) {
        LoraSetting setting = new LoraSetting(name, range, reading, otherwise);
        ALL.put(name, setting);
        return setting;
    }

    private static LoraSetting whole(String name, long minimum, long maximum, long otherwise) {
        return of(
                name,
                "a whole number from " + minimum + " to " + maximum,
                value -> finite(value)
                        .filter(number -> number == Math.rint(number) && number >= minimum && number <= maximum)
                        .map(Double::longValue),
                Optional.of(otherwise));
    }

    private static LoraSetting number(String name, double minimum, double maximum, Optional<Object> otherwise) {
        return of(
                name,
                "a number from " + minimum + " to " + maximum,
                value -> finite(value)
                        .filter(number -> number >= minimum && number <= maximum)
                        .map(Function.identity()),
                otherwise);
    }

    private static LoraSetting flag(String name) {
        return of(
                name,
                "true or false",
                value -> Optional.of(value).filter(Boolean.class::isInstance),
                Optional.of(false));
    }

    private static LoraSetting word(String name, List<String> words, String otherwise) {
        return of(name, "one of " + words, value -> Optional.of(value).filter(words::contains), Optional.of(otherwise));
    }

    private static boolean isModules(Object value) {
        return value.equals("all-linear")
                || (value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream()
                                .allMatch(each -> each instanceof String name && name.matches("[A-Za-z0-9_.]+")));
    }

    private static Optional<Double> finite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    Optional<Object> read(Object value) {
        return reading.apply(value);
    }

    Object checked(Object value) {
        return read(value).orElseThrow(() -> new IllegalArgumentException(complaint(value)));
    }

    String complaint(Object value) {
        return name + " must be " + range + ": " + value;
    }
}
