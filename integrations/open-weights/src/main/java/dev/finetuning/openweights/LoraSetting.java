package dev.finetuning.openweights;

import dev.finetuning.training.SettingRange;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A setting: its name, what it may be, and what it is where nobody says. */
final class LoraSetting {
    private static final Map<String, LoraSetting> ALL = new LinkedHashMap<>();

    static final LoraSetting LORA_RANK = of("lora_rank", SettingRange.whole(1, 1024), 16L);
    static final LoraSetting LORA_ALPHA = of("lora_alpha", SettingRange.whole(1, 4096), 32L);
    static final LoraSetting LORA_DROPOUT = of("lora_dropout", SettingRange.number(0, 0.9), 0.0);
    static final LoraSetting LORA_TARGET_MODULES = of(
            "lora_target_modules",
            SettingRange.of("\"all-linear\" or a list of names", LoraSetting::isModules),
            "all-linear");
    static final LoraSetting RANK_STABILISED = of("rank_stabilised", SettingRange.flag(), false);
    static final LoraSetting PRECISION = of(
            "precision",
            SettingRange.oneOf(Arrays.stream(LoraSettings.Precision.values())
                    .map(LoraSettings.Precision::word)
                    .toList()),
            LoraSettings.Precision.AUTO.word());
    static final LoraSetting LEARNING_RATE =
            new LoraSetting("learning_rate", SettingRange.number(1e-9, 1), Optional.empty());
    static final LoraSetting SCHEDULER = of(
            "scheduler",
            SettingRange.oneOf(Arrays.stream(LoraSettings.Schedule.values())
                    .map(LoraSettings.Schedule::word)
                    .toList()),
            LoraSettings.Schedule.COSINE.word());
    static final LoraSetting WARMUP_RATIO = of("warmup_ratio", SettingRange.number(0, 0.9), 0.1);
    static final LoraSetting GRADIENT_ACCUMULATION = of("gradient_accumulation", SettingRange.whole(1, 4096), 1L);
    static final LoraSetting MAX_LENGTH = of("max_length", SettingRange.whole(16, 1 << 20), 1024L);
    static final LoraSetting CHECKPOINT_STEPS = of("checkpoint_steps", SettingRange.whole(0, 1 << 30), 0L);
    static final LoraSetting GRADIENT_CHECKPOINTING = of("gradient_checkpointing", SettingRange.flag(), false);
    static final LoraSetting PACKING = of("packing", SettingRange.flag(), false);

    private final String name;
    private final SettingRange range;
    private final Optional<Object> otherwise;

    private LoraSetting(String name, SettingRange range, Optional<Object> otherwise) {
        this.name = name;
        this.range = range;
        this.otherwise = otherwise;
        ALL.put(name, this);
    }

    private static LoraSetting of(String name, SettingRange range, Object otherwise) {
        return new LoraSetting(name, range, Optional.of(otherwise));
    }

    private static boolean isModules(Object value) {
        return value.equals("all-linear")
                || (value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream()
                                .allMatch(each -> each instanceof String name && name.matches("[A-Za-z0-9_.]+")));
    }

    /** All settings by name. */
    static Map<String, LoraSetting> all() {
        return Collections.unmodifiableMap(ALL);
    }

    String name() {
        return name;
    }

    SettingRange range() {
        return range;
    }

    /** The default; empty where it depends on the method. */
    Optional<Object> otherwise() {
        return otherwise;
    }

    /**
     * A value in the one form that it is kept in.
     *
     * @throws IllegalArgumentException if it is out of the range
     */
    Object checked(Object value) {
        if (!range.contains(value)) {
            throw new IllegalArgumentException(complaint(value));
        }
        if (!(value instanceof Number number)) {
            return value;
        }
        boolean whole = otherwise.filter(Long.class::isInstance).isPresent();
        return whole ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    String complaint(Object value) {
        return String.format(Locale.ROOT, "%s must be %s: %s", name, range, value);
    }
}
