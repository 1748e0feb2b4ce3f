/** Prints 42 and the name of the machine it runs on, a line each. */
export const COMPUTE = `
import socket
print(6 * 7)
print(socket.gethostname())
`;

/** Draws a plot without a display and shows it as PNG, whatever the notebook's own settings are. */
export const DRAW = `
import io, math, socket
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from IPython.display import Image, display

figure, axes = plt.subplots(figsize=(6, 3.5), dpi=100)
t = [i / 50 for i in range(501)]
axes.plot(t, [math.exp(-x / 4) * math.cos(2 * math.pi * x / 2) for x in t], label="measured by the kernel")
axes.plot(t, [math.exp(-x / 4) for x in t], "--", label="envelope")
axes.set_title("Drawn in " + socket.gethostname(), fontsize=9)
axes.set_xlabel("time in s")
axes.legend(loc="upper right", fontsize=8)
axes.grid(alpha=0.3)
figure.tight_layout()
buffer = io.BytesIO()
figure.savefig(buffer, format="png")
plt.close(figure)
display(Image(data=buffer.getvalue(), format="png"))
`;

/** Writes a text file into the home. JSON strings of plain text are Python strings, too. */
export function writeFileCode(name: string, content: string): string {
  return `
import pathlib
path = pathlib.Path.home() / ${JSON.stringify(name)}
path.write_text(${JSON.stringify(content)})
print(path)
`;
}
