package dev.finetuning.quickstart;

import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.ModelVersion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The options from the command line, or else from the system properties {@code quickstart.*}. */
final class Options {
    /** All options. */
    enum Option {
        INPUT(
                "FILE",
                "training data as CSV, TSV, JSONL or JSON (default: support questions that come with the program)"),
        USER("COLUMN", "column with the user's message (default: question)"),
        ASSISTANT("COLUMN", "column with the expected answer (default: answer)"),
        CATEGORY(
                "COLUMN",
                "column with the category, which the split keeps balanced (default: category, if there is one)"),
        GROUP("COLUMN", "column whose equal values stay in the same part of the split, such as a customer"),
        SYSTEM("TEXT", "system prompt for every example"),
        TEST("FILE", "test file in the same format; without it, a fifth of the input is held back"),
        NAME("NAME", "name of the model in the registry (default: the input's file name)"),
        PROVIDER(
                "NAME",
                "local (default), openai, mistral or open-weights; openai and mistral read OPENAI_API_KEY and"
                        + " OPENAI_BASE_URL, or MISTRAL_API_KEY and MISTRAL_BASE_URL, from the environment"),
        BASE_MODEL("ID", "model to start from (default: the provider's own); for open-weights, the model's folder"),
        PYTHON("PLACE", "for open-weights: a Python environment or interpreter that has the trainer's packages"),
        INSTALL_PYTHON("FOLDER", "for open-weights: installs the packages (several GB) there first, unless they are"),
        EPOCHS("NUMBER", "passes over the training data (default: auto)"),
        SEED("NUMBER", "random seed, a whole number from 0 (default: 42; mistral takes none)"),
        TOKENIZER(
                "FILE", "mistral's tekken.json or tokenizer.model.v3, to count tokens exactly (default: an estimate)"),
        TOKEN_LIMIT("NUMBER", "number of tokens above which an example gets a warning (default: 4096)"),
        BUDGET("AMOUNT", "maximum cost of training, in US dollars; an unknown price is refused"),
        OUTPUT("FOLDER", "folder for models, registry and reports (default: fine-tuning)"),
        BY("NAME", "your name, for the registry's history (default: your login name)"),
        ROLLBACK("NAME", "instead of training, return production to the previous version of this model"),
        HELP("", "print this and stop");

        private final String value;
        private final String help;

        Option(String value, String help) {
            this.value = value;
            this.help = help;
        }

        String flag() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String usage() {
            return "  %-24s %s".formatted((flag() + " " + value).strip(), help);
        }
    }

    private static final List<Option> FILES =
            List.of(Option.INPUT, Option.TEST, Option.TOKENIZER, Option.OUTPUT, Option.PYTHON, Option.INSTALL_PYTHON);
    private static final String MODEL_NAME = "a name of 1 to 128 characters without @";

    private final Map<Option, String> values = new EnumMap<>(Option.class);

    private Options() {}

    /**
     * Reads the arguments, {@code --name value} or {@code --name=value}.
     *
     * @throws UsageException if an argument is not understood
     */
    static Options parse(String... arguments) {
        Options options = new Options();
        for (Option option : Option.values()) {
            String property = System.getProperty("quickstart." + option.flag().substring(2));
            if (property != null && !property.isBlank()) {
                options.values.put(option, property);
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            Option option = named(equals < 0 ? argument : argument.substring(0, equals));
            if (option == Option.HELP) {
                options.values.put(option, "");
            } else if (equals >= 0) {
                options.values.put(option, argument.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                options.values.put(option, arguments[++i]);
            } else {
                throw new UsageException(
                        argument + " needs a value: " + option.usage().strip());
            }
        }
        options.check();
        return options;
    }

    /** Refuses values that would only fail later, after the data has been read or a job has been paid for. */
    private void check() {
        number(Option.EPOCHS, 1, 1_000, false);
        number(Option.SEED, 0, Integer.MAX_VALUE, true);
        number(Option.TOKEN_LIMIT, 1, Integer.MAX_VALUE, true);
        valid(
                Option.BUDGET,
                "an amount above 0, such as 20 or 4.50",
                text -> Money.usd(text).amount().signum() > 0);
        valid(Option.NAME, MODEL_NAME, text -> !ModelVersion.requireName(text).isEmpty());
        valid(
                Option.ROLLBACK,
                MODEL_NAME,
                text -> !ModelVersion.requireName(text).isEmpty());
        valid(Option.BY, "a name", text -> !text.isBlank());
        valid(Option.BASE_MODEL, "a model's id", text -> !text.isBlank());
        for (Option file : FILES) {
            valid(file, "a path", text -> !text.isBlank() && Path.of(text) != null);
        }
    }

    private void number(Option option, double from, double to, boolean whole) {
        String need = (whole ? "a whole number" : "a number") + " from %.0f to %.0f".formatted(from, to);
        valid(option, need, text -> {
            double value = Double.parseDouble(text);
            return value >= from && value <= to && (!whole || value == Math.rint(value));
        });
    }

    private void valid(Option option, String need, Predicate<String> test) {
        text(option).ifPresent(text -> {
            try {
                if (test.test(text)) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException(option.flag() + " needs " + need + ", not " + text, e);
            }
            throw new UsageException(option.flag() + " needs " + need + ", not " + text);
        });
    }

    static String help() {
        return Arrays.stream(Option.values())
                .map(Option::usage)
                .collect(Collectors.joining(
                        "\n",
                        "From raw records to a promoted model version, in one command.\n\nOptions, as arguments or"
                                + " as system properties -Dquickstart.NAME=…:\n",
                        "\n\nExit status: 0 done, 1 a stage failed, 2 the input or an option cannot be used."));
    }

    private static Option named(String flag) {
        return Arrays.stream(Option.values())
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown option " + flag + "; --help lists all options"));
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    Optional<String> text(Option option) {
        return Optional.ofNullable(values.get(option));
    }

    String text(Option option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    Optional<Path> path(Option option) {
        return text(option).map(Path::of);
    }

    /** A number, which was checked when the options were parsed. */
    Optional<Double> number(Option option) {
        return text(option).map(Double::valueOf);
    }
}
