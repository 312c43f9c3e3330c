package dev.finetuning.eval.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides test methods with a {@link RegressionCheck}, so that a build fails if a model gets worse:
 *
 * <pre>{@code
 * @ExtendWith(RegressionExtension.class)
 * class SupportModelTest {
 *     @Test
 *     void answers_areAsGoodAsAccepted(RegressionCheck check) throws IOException {
 *         Evaluation now = Evaluator.of(new ExactMatch()).evaluate(cases, model);
 *         check.against(Path.of("src/test/evaluations/support.jsonl"), now);
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit's configuration parameters, which may be system properties: {@value #ACCEPT}{@code =true}
 * accepts what is measured as the new baseline; {@value #REPORTS} is the folder for reports, {@code
 * target/evaluations} by default. Works with JUnit 5.12 and later, and with JUnit 6.
 */
@SuppressWarnings("exports") // whoever uses it has JUnit; nobody else needs it
public final class RegressionExtension implements ParameterResolver {
    /** The parameter that accepts what is measured as the new baseline. */
    public static final String ACCEPT = "finetuning.evaluation.accept";
    /** The parameter with the folder for reports. */
    public static final String REPORTS = "finetuning.evaluation.reports";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RegressionExtension.class);

    /** Used by JUnit. */
    public RegressionExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RegressionCheck.class
                && test.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        String name = test.getRequiredTestClass().getName() + "."
                + test.getRequiredTestMethod().getName();
        int use = nextUse(test.getRoot().getStore(NAMESPACE), name);
        return new RegressionCheck(
                use == 1 ? name : name + "-" + use,
                test.getConfigurationParameter(REPORTS).orElse("target/evaluations"),
                test.getConfigurationParameter(ACCEPT)
                        .map(Boolean::parseBoolean)
                        .orElse(false),
                report -> test.publishReportEntry("evaluation report", report));
    }

    /** Counts with what JUnit 5.12 and 6 have in common: neither has the other's way to compute what is absent. */
    private static int nextUse(ExtensionContext.Store store, String name) {
        synchronized (RegressionExtension.class) {
            Integer before = store.get(name, Integer.class);
            int use = before == null ? 1 : before + 1;
            store.put(name, use);
            return use;
        }
    }
}
