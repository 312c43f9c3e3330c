package dev.finetuning.quickstart;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the command line, and after it the system properties {@code quickstart.*}, asked for. */
final class Options {
    /** Every option there is. */
    enum Option {
        INPUT("FILE", "CSV, TSV, JSONL or JSON to learn from; without it, the support questions that ship with this"),
        USER("COLUMN", "column with what the user says (default: question)"),
        ASSISTANT("COLUMN", "column with the expected answer (default: answer)"),
        CATEGORY("COLUMN", "column with a category to keep balanced in the split (default: category, if there is one)"),
        GROUP("COLUMN", "column whose equal values must stay on one side of the split, such as a customer"),
        SYSTEM("TEXT", "system prompt to put before every example"),
        TEST("FILE", "test file of the same form; without it, a fifth of the input is held back"),
        NAME("NAME", "name of the model in the registry (default: the input's file name)"),
        PROVIDER(
                "NAME",
                "local (default), openai or mistral, which read OPENAI_API_KEY and OPENAI_BASE_URL, or MISTRAL_API_KEY"
                        + " and MISTRAL_BASE_URL, from the environment"),
        BASE_MODEL("ID", "model to start from (default: the provider's own)"),
        EPOCHS("NUMBER", "passes over the training data (default: auto)"),
        SEED("NUMBER", "seed of everything random (default: 42; mistral takes none)"),
        TOKENIZER(
                "FILE", "mistral's tekken.json or tokenizer.model.v3, to count tokens exactly (default: an estimate)"),
        TOKEN_LIMIT("NUMBER", "tokens above which an example is worth a warning (default: 4096)"),
        BUDGET("AMOUNT", "maximum cost of training, in US dollars; an unknown price is refused"),
        OUTPUT("FOLDER", "where models, registry and report go (default: fine-tuning)"),
        BY("NAME", "who promotes, for the registry's history (default: the user's login name)"),
        ROLLBACK("NAME", "instead of training, put the previous version of that model back into production"),
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
        return options;
    }

    static String help() {
        return Arrays.stream(Option.values())
                .map(Option::usage)
                .collect(Collectors.joining(
                        "\n",
                        "From raw records to a promoted model version, in one command.\n\nOptions, as arguments or"
                                + " as system properties -Dquickstart.NAME=…:\n",
                        "\n\nExit status: 0 done, 1 a stage failed, 2 the input or an option is not usable."));
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

    /**
     * A number.
     *
     * @throws UsageException if the value is not one
     */
    Optional<Double> number(Option option) {
        return text(option).map(text -> {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new UsageException(option.flag() + " needs a number, not " + text, e);
            }
        });
    }
}
