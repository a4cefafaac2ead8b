import { App } from './app.tsx';
import { render } from './look/frame.tsx';

render(<App />);
