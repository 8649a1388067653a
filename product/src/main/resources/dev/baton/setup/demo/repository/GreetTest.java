/** The tests of Greet, nothing needed but a JDK: {@code java GreetTest.java}. */
class GreetTest {
    public static void main(String[] args) {
        greetsInEnglish();
        System.out.println("GreetTest: passed");
    }

    static void greetsInEnglish() {
        expect("Hello", Greet.greeting());
    }

    static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
